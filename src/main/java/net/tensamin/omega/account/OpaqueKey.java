package net.tensamin.omega.account;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Base64;

/** A key that Omega only hands on: base64 (RFC 4648 §4) of {@code least} to {@code most} bytes. */
@Documented
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = OpaqueKey.Check.class)
@interface OpaqueKey {
    int least() default 1;

    int most() default 1024;

    String message() default "must be base64 of {least} to {most} bytes";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Null is no key, and for another constraint. */
    class Check implements ConstraintValidator<OpaqueKey, String> {
        private int least;
        private int most;

        @Override
        public void initialize(OpaqueKey key) {
            least = key.least();
            most = key.most();
        }

        @Override
        public boolean isValid(String key, ConstraintValidatorContext context) {
            if (key == null) {
                return true;
            }
            try {
                int length = Base64.getDecoder().decode(key).length;
                return length >= least && length <= most;
            } catch (IllegalArgumentException e) {
                return false;
            }
        }
    }
}
