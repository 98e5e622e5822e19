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
import java.net.InetAddress;
import java.net.UnknownHostException;

/** An IPv4 or IPv6 address in digits. */
@Documented
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = IpAddress.Check.class)
@interface IpAddress {
    String message() default "must be an IPv4 or IPv6 address";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Null is no address, and allowed. */
    class Check implements ConstraintValidator<IpAddress, String> {
        private static final String V4 = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";

        @Override
        public boolean isValid(String address, ConstraintValidatorContext context) {
            if (address == null || address.matches(V4 + "(\\." + V4 + "){3}")) {
                return true;
            }
            try { // a name has no colon, and nobody is asked for one that has
                return address.matches("[0-9A-Fa-f:.]{2,45}")
                        && address.contains(":")
                        && InetAddress.getByName(address) != null;
            } catch (UnknownHostException e) {
                return false;
            }
        }
    }
}
