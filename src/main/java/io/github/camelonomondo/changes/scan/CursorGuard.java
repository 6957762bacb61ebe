package io.github.camelonomondo.changes.scan;

import io.github.camelonomondo.changes.PageReader.End;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Follows the cursors of one scan and notices when they lead nowhere. */
final class CursorGuard {

    /** So many pages on end may show nothing that this scan has not seen. */
    private static final int MOST_STALE_PAGES = 3;

    private final Set<String> seen = new HashSet<>();
    private int rows;
    private int stale;
    private int staleAllowed = MOST_STALE_PAGES;

    /**
     * The cursor of the page after one that ended with {@code end} and showed {@code fresh} SIMs for the first time.
     *
     * @return null if it was the last
     * @throws ScanAbortedException if the fleet cannot be seen whole this way
     */
    @Nullable
    String next(End end, int fresh) throws ScanAbortedException {
        rows += end.rows();
        stale = fresh == 0 ? stale + 1 : 0;
        String cursor = end.cursor();
        if (Boolean.FALSE.equals(end.hasMore()) || (cursor == null && end.hasMore() == null)) {
            if (end.hasMore() == null && end.total() > rows) {
                throw new ScanAbortedException(
                        "the API speaks of " + end.total() + " SIMs, listed " + rows + " and gave no cursor", null);
            }
            return null;
        }
        if (cursor == null) {
            throw new ScanAbortedException("the API has more SIMs but gave no cursor", null);
        }
        if (!seen.add(cursor)) {
            throw new ScanAbortedException("the API gave the same cursor twice", null);
        }
        if (stale > staleAllowed) {
            throw new ScanAbortedException("the API goes on giving cursors, but no more SIMs", null);
        }
        return cursor;
    }

    /** The scan begins again from the first page, so all pages so far will show nothing new. */
    void restart(int pages) {
        seen.clear();
        rows = 0;
        stale = 0;
        staleAllowed = MOST_STALE_PAGES + pages;
    }
}
