package net.tensamin.omega.siege;

/**
 * One kind of attack and what has to become of it.
 *
 * @param id that of its row
 * @param what for people: what the attackers do
 */
record Attack(String id, String what, Course course) {
    private static final String NONE = "–";

    /** What is done; what was opened stays open until all has been measured. */
    interface Course {
        /**
         * @return for people: what the attackers got
         * @throws AssertionError if they got more than they should
         */
        String run(Attackers attackers) throws Exception;
    }

    /** What a server does that nobody attacks. */
    static Attack none() {
        return new Attack(NONE, "nothing", attackers -> "what a calm server does on this machine");
    }

    /** Whether it is done again until enough was measured. A small one is done once. */
    boolean isRepeated() {
        return Scale.isWhole() && !id.equals(NONE);
    }

    @Override
    public String toString() {
        return id + " " + what;
    }
}
