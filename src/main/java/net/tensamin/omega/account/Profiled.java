package net.tensamin.omega.account;

import jakarta.persistence.Column;
import jakarta.persistence.MappedSuperclass;
import java.util.Locale;
import java.util.Optional;

/** What a profile shows of a user beside its name and its keys (SPEC §6). */
@MappedSuperclass
public abstract class Profiled {
    private String display;

    @Column(name = "display_key")
    private String displayKey;

    private String about;
    private byte[] avatar;

    @Column(name = "status_message")
    private String statusMessage;

    @Column(name = "sub_level")
    private int subLevel;

    @Column(name = "sub_end")
    private long subEnd;

    public abstract String username();

    /** Sets what the profile shows beside the username; null leaves a member out. */
    public void describe(String display, String about, String statusMessage) {
        this.display = display;
        this.displayKey = key(display);
        this.about = about;
        this.statusMessage = statusMessage;
    }

    /** @param image the image file's bytes; null for none */
    public void portray(byte[] image) {
        this.avatar = image == null ? null : image.clone();
    }

    /** @param end when it ends, in the number that profiles carry; 0 for never */
    public void subscribe(int level, long end) {
        this.subLevel = level;
        this.subEnd = end;
    }

    /** The name to show: the username unless another was chosen. */
    public String display() {
        return display == null || display.isBlank() ? username() : display;
    }

    /** What was chosen; null for nothing. */
    final String chosenDisplay() {
        return display;
    }

    public int subLevel() {
        return subLevel;
    }

    public long subEnd() {
        return subEnd;
    }

    public Optional<String> about() {
        return Optional.ofNullable(about);
    }

    public Optional<byte[]> avatar() {
        return Optional.ofNullable(avatar).map(byte[]::clone);
    }

    public Optional<String> statusMessage() {
        return Optional.ofNullable(statusMessage);
    }

    /** By which a name is unique, and found; null for none. */
    public static String key(String name) {
        return name == null ? null : name.toLowerCase(Locale.ROOT);
    }
}
