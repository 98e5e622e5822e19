package net.tensamin.omega.account;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A call of HTTPS that reads a body: from whom, and how many bytes. The body of any other call, and of anybody else, is
 * discarded unread (SPEC §6).
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface TakesBody {
    /** What a call needs that takes a few members of JSON. */
    int SMALL = 64 * 1024;

    Sender from();

    /** Bytes, at most. */
    int most() default SMALL;
}
