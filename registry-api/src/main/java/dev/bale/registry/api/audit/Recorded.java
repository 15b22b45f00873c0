package dev.bale.registry.api.audit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A route that shows what concerns others: whoever is answered has an event of this kind, before he is. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Recorded {
    /** Shows accounts, grants and settings. */
    String LOOK = "look";

    /** Shows the audit trail. */
    String AUDIT = "audit-read";

    /** The kind. */
    String value();

    /** Whether each answer has its event, and not the first in a quarter of an hour alone. */
    boolean always() default false;
}
