package net.tensamin.omega.guard;

/**
 * A field line of a request (RFC 9112 §5).
 *
 * @param value without blanks around it
 */
record FieldLine(String name, String value) {
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~"; // RFC 9110 §5.6.2

    static FieldLine parse(String line) throws MalformedRequestException {
        int colon = line.indexOf(':');
        if (colon <= 0
                || !isToken(line.substring(0, colon))) { // no blank before the colon, no folded line (§5.1, §5.2)
            throw MalformedRequestException.bad("not a field: " + line);
        }
        String value = line.substring(colon + 1).strip();
        if (!value.chars().allMatch(FieldLine::isOfValue)) {
            throw MalformedRequestException.bad("a control character in a field");
        }
        return new FieldLine(line.substring(0, colon), value);
    }

    boolean is(String other) {
        return name.equalsIgnoreCase(other);
    }

    static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(FieldLine::isOfToken);
    }

    private static boolean isOfToken(int octet) {
        return octet >= '0' && octet <= '9'
                || octet >= 'A' && octet <= 'Z'
                || octet >= 'a' && octet <= 'z'
                || TOKEN_MARKS.indexOf(octet) >= 0;
    }

    /** RFC 9110 §5.5. */
    private static boolean isOfValue(int octet) {
        return octet == '\t' || octet >= ' ' && octet != 0x7f;
    }

    @Override
    public String toString() {
        return name + ": " + value;
    }
}
