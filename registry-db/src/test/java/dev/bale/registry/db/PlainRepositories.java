package dev.bale.registry.db;

import jakarta.persistence.EntityManager;
import java.lang.reflect.Constructor;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import org.hibernate.Session;
import org.hibernate.jdbc.ReturningWork;
import org.hibernate.jdbc.Work;

/** Repositories on one plain connection, without container and entities, for programs that measure. */
public final class PlainRepositories {
    private PlainRepositories() {}

    /** A {@link Database} whose transaction is the connection's. */
    public static Database database(Connection connection) {
        Session session = (Session) Proxy.newProxyInstance(
                Session.class.getClassLoader(),
                new Class<?>[] {Session.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "flush" -> null;
                    case "unwrap" -> self;
                    case "doReturningWork" -> ((ReturningWork<?>) arguments[0]).execute(connection);
                    case "doWork" -> {
                        ((Work) arguments[0]).execute(connection);
                        yield null;
                    }
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        return make(Database.class, EntityManager.class.cast(session));
    }

    /** A bean made by its only constructor, with these arguments. */
    public static <T> T make(Class<T> type, Object... arguments) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructors()[0];
            constructor.setAccessible(true);
            return type.cast(constructor.newInstance(arguments));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make " + type, e);
        }
    }
}
