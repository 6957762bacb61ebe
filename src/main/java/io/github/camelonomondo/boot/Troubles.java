package io.github.camelonomondo.boot;

import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;

/** What goes wrong in something that is done again and again: said once for each kind, until it goes well. One thread at a time. */
public final class Troubles {

    private final Logger log;
    private final String what;
    private final Set<Class<?>> said = new HashSet<>();

    /** @param what goes wrong, for the log */
    public Troubles(Logger log, String what) {
        this.log = log;
        this.what = what;
    }

    public void add(RuntimeException e) {
        if (said.add(e.getClass())) {
            log.atError().setCause(e).log("{} failed, and goes on", what);
        } else {
            log.atDebug().log("{} failed again: {}", what, e.toString());
        }
    }

    /** It went well. */
    void end() {
        said.clear();
    }
}
