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

/** Text for people, of a number of code points at most, counted in NFC: nothing that steers a terminal, no half of a surrogate pair. */
@Documented
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = Text.Check.class)
@interface Text {
    /** Code points. */
    int most();

    /** Whether it may have lines and tabs. */
    boolean lines() default false;

    String message() default "must be text of {most} characters at most";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Null is no text, and allowed. */
    class Check implements ConstraintValidator<Text, String> {
        private int most;
        private boolean lines;

        @Override
        public void initialize(Text text) {
            most = text.most();
            lines = text.lines();
        }

        @Override
        public boolean isValid(String text, ConstraintValidatorContext context) {
            return text == null
                    || text.codePointCount(0, text.length()) <= most
                            && text.codePoints().allMatch(this::isAllowed);
        }

        private boolean isAllowed(int codePoint) {
            boolean half = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
            boolean line = codePoint == '\n' || codePoint == '\t';
            return !half && (lines && line || !Character.isISOControl(codePoint));
        }
    }
}
