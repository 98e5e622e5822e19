package net.tensamin.omega.embedded;

/** With a journal that is full after a few commits. Public, as H2 makes it itself. */
public class SmallJournalPath extends JournaledPath {
    @Override
    protected int kept() {
        return 64 << 10;
    }
}
