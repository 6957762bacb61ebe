package io.github.camelonomondo.changes.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A kind of news that is handed on to nobody would be missed by metrics and health. */
class ScanListenersTest {

    private final List<String> heard = new ArrayList<>();

    static Stream<Method> news() {
        return Stream.of(ScanListener.class.getDeclaredMethods()).filter(method -> !method.isSynthetic());
    }

    @ParameterizedTest
    @MethodSource("news")
    void handsOnAllThereIsToHear(Method news) throws Exception {
        var all = new ScanListeners(listener("first"), listener("second"));

        news.invoke(
                all,
                Stream.of(news.getParameterTypes()).map(ScanListenersTest::any).toArray());

        assertThat(heard).containsExactly("first " + news.getName(), "second " + news.getName());
    }

    private ScanListener listener(String name) {
        return (ScanListener) Proxy.newProxyInstance(
                ScanListener.class.getClassLoader(),
                new Class<?>[] {ScanListener.class},
                (proxy, method, arguments) -> {
                    heard.add(name + " " + method.getName());
                    return null;
                });
    }

    private static Object any(Class<?> type) {
        if (type == int.class) {
            return 1;
        }
        return type == boolean.class ? true : null;
    }
}
