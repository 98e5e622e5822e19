package net.tensamin.omega.account;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The statuses by which a call of HTTPS is refused for what it is about, such as 404 and 409; besides those that follow from
 * {@link Needs} and {@link TakesBody} and those that any call may get. The API's description says so (SPEC §6).
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Refuses {
    int[] value();
}
