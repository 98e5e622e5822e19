package net.tensamin.omega.account;

/**
 * A user is being removed. Fired inside the transaction, with its account locked and still there: observers, one after the other,
 * delete what their component keeps of it, and never wait for the account of anybody else. To those who observe its success it
 * is removed.
 */
public record UserLeaves(UserId user) {
    /** Locks are taken in this order everywhere: an account, its mailbox, its devices, its codes, what its registration left. */
    public static final int MAILBOX = 1;

    public static final int DEVICES = 2;
    public static final int CODES = 3;
    public static final int REGISTRATION = 4;
}
