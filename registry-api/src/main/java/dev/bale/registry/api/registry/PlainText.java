package dev.bale.registry.api.registry;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Text that can be written down: without NUL, which PostgreSQL does not take, and without half a character. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
@Constraint(validatedBy = PlainText.Check.class)
public @interface PlainText {
    /** What is wrong. */
    String message() default "has a NUL or half a character";

    /** Unused; every constraint has it. */
    Class<?>[] groups() default {};

    /** Unused; every constraint has it. */
    Class<? extends Payload>[] payload() default {};

    /** The check. */
    class Check implements ConstraintValidator<PlainText, CharSequence> {
        @Override
        public boolean isValid(@Nullable CharSequence text, ConstraintValidatorContext context) {
            return text == null
                    || (StandardCharsets.UTF_8.newEncoder().canEncode(text)
                            && text.chars().noneMatch(c -> c == 0));
        }
    }
}
