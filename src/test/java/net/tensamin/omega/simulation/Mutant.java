package net.tensamin.omega.simulation;

/**
 * A fault to plant in the server: in one of its classes, one piece of text is replaced by another.
 *
 * @param type the class, below {@code net.tensamin.omega}
 */
record Mutant(String what, String type, String text, String replacement) {
    String path() {
        return "src/main/java/" + name().replace('.', '/') + ".java";
    }

    String name() {
        return "net.tensamin.omega." + type;
    }

    /** @throws IllegalStateException if the text is not there, or more than once: whoever changed it has to change this */
    String in(String source) {
        int at = source.indexOf(text);
        if (at < 0 || source.indexOf(text, at + 1) >= 0) {
            throw new IllegalStateException("not once in " + type + ": " + text);
        }
        return source.replace(text, replacement);
    }

    /** Of the table in src/site/simulation.md. */
    String row(long histories, String property) {
        return "| " + what + " | `" + type + "` | " + histories + " | " + property + " |";
    }

    @Override
    public String toString() {
        return what;
    }
}
