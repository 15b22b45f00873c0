package dev.bale.registry.api.access;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bale.registry.api.problems.RegistryException.Forbidden;
import dev.bale.registry.api.problems.RegistryException.Unauthenticated;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;

/** A route that somebody forgot to think about answers nobody. */
class RequiresFilterTest {
    interface Routes {
        void forgotten();

        @Requires(Right.NOTHING)
        void open();

        @Requires(Right.READ)
        void read();
    }

    private record Route(Method getResourceMethod) implements ResourceInfo {
        static Route named(String name) {
            try {
                return new Route(Routes.class.getDeclaredMethod(name));
            } catch (NoSuchMethodException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public Class<?> getResourceClass() {
            return Routes.class;
        }
    }

    private static void ask(String route) {
        new RequiresFilter(new Caller(), Route.named(route), new PublicReaders(() -> false)).filter(null);
    }

    @Test
    void a_route_that_declares_no_right_answers_nobody() {
        assertThatThrownBy(() -> ask("forgotten")).isInstanceOf(Forbidden.class);
    }

    @Test
    void a_route_that_needs_somebody_does_not_answer_the_unknown() {
        assertThatThrownBy(() -> ask("read")).isInstanceOf(Unauthenticated.class);
        assertThatCode(() -> ask("open")).doesNotThrowAnyException();
    }
}
