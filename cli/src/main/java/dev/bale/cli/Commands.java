package dev.bale.cli;

import java.lang.reflect.Constructor;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes commands, which take the {@link Bale} they belong to by their constructor. */
final class Commands implements IFactory {
    private final IFactory others = CommandLine.defaultFactory();
    private final Bale bale;

    Commands(Bale bale) {
        this.bale = bale;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            Class<?>[] parameters = constructor.getParameterTypes();
            if (parameters.length == 1 && parameters[0] == Bale.class) {
                return type.cast(constructor.newInstance(bale));
            }
        }
        return others.create(type);
    }
}
