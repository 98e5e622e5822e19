package net.tensamin.omega.account;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The callers that an HTTPS call is open to. On every method of every resource: nobody may make a call that does not say it, and a test
 * finds it. The frame of the API decides by it, and the resource need not (SPEC §6).
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Needs {
    Need value();

    /**
     * Whether an operator whose role was known may make it while nobody can tell whether it still is, because the database is
     * away. Whatever needs no more than {@link Need#VIEW} may be made then.
     */
    boolean duringOutage() default false;
}
