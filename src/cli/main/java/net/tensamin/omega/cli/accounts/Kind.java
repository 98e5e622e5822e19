package net.tensamin.omega.cli.accounts;

import java.util.List;
import java.util.stream.Stream;

/**
 * A kind of account, as its commands need it: they are the same for all.
 *
 * @param name as it is printed, and as its command is called
 * @param shown in a sentence, such as "a user"
 * @param plural as in paths
 * @param idMember of its id
 * @param members what an account has
 * @param files likewise, each with a call of its own
 * @param filters which of them are listed
 * @param removals what becomes of what depends on it; one of these at most
 * @param removed what happens to it
 * @param example of an id, and of what is said to add and to change it
 */
public record Kind(
        String name,
        String shown,
        String plural,
        String idMember,
        List<Member> members,
        List<Member> files,
        List<Member> filters,
        List<Member> removals,
        String removed,
        Example example) {

    record Example(long id, String add, String change) {}

    private static final Member OPAQUE_KEY =
            Member.text("--public-key", "BASE64", "public_key", "Its key, which Omega only hands on.");

    static final Kind USER = new Kind(
            "user",
            "a user",
            "users",
            "user_id",
            List.of(
                    Member.text("--name", "NAME", "username", "The username: 1 to 15 of A-Z, a-z, 0-9, dot, _ and -."),
                    Member.number("--iota", "ID", "iota_id", "The Iota that is its home."),
                    OPAQUE_KEY,
                    Member.text("--display", "NAME", "display", "The name to show; else the username is."),
                    Member.text("--about", "TEXT", "about", "A few words, 200 characters at most."),
                    Member.text("--status-message", "TEXT", "status_message", "15 characters at most."),
                    Member.number("--sub-level", "N", "sub_level", "The level of its subscription."),
                    Member.number("--sub-end", "N", "sub_end", "When that ends, as profiles have it."),
                    Member.text(
                            "--reset-token",
                            "SECRET",
                            "reset_token",
                            "Lets its Omikron change its keys; 22 random characters or more.")),
            List.of(Member.file("--avatar", "avatar", "A picture: PNG, JPEG or WebP, 1 MiB at most.")),
            List.of(
                    Member.text("--find", "BEGIN", "find", "Only of this id, or whose name begins so."),
                    Member.number("--iota", "ID", "iota_id", "Only those of this Iota.")),
            List.of(),
            "for good, with all that is pending for it",
            new Example(42, "--name alice --iota 1001 --public-key ZGVtbw==", "--display Alice --clear about"));

    static final Kind IOTA = new Kind(
            "iota",
            "an Iota",
            "iotas",
            "iota_id",
            List.of(OPAQUE_KEY.always()),
            List.of(),
            List.of(Member.text("--find", "ID", "find", "Only of this id.")),
            List.of(
                    Member.number("--move-to", "ID", "move_to", "The Iota that its users move to."),
                    Member.flag("--delete-users", "users=delete", "Its users are removed for good.")),
            "; one that has users only if it is said what becomes of them",
            new Example(1001, "--public-key ZGVtbw==", "--public-key ZGVtbw=="));

    static final Kind OMIKRON = new Kind(
            "omikron",
            "an Omikron",
            "omikrons",
            "omikron_id",
            List.of(
                    Member.text("--public-key", "BASE64", "public_key", "Its X448 key, 56 bytes, as keygen prints it."),
                    Member.text("--location", "TEXT", "location", "Where it is, for people."),
                    Member.text("--ip-address", "ADDRESS", "ip_address", "Its address, IPv4 or IPv6.")),
            List.of(),
            List.of(Member.text("--find", "ID", "find", "Only of this id.")),
            List.of(),
            "; its link ends",
            new Example(2, "--public-key ZGVtbw==", "--location Vienna"));

    /** All that there are. */
    public static final List<Kind> ALL = List.of(USER, IOTA, OMIKRON);

    /** All that can be said of one. */
    List<Member> written() {
        return Stream.concat(members.stream(), files.stream()).toList();
    }

    /** Of the call of all of them. */
    String path() {
        return "api/operations/" + plural;
    }

    /** Of the call of one. */
    String path(long id) {
        return path() + "/" + id;
    }
}
