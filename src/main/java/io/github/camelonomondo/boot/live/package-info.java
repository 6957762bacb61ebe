/**
 * The page that shows what happens now, and the stream of events that feeds it.
 *
 * <p>The rule: it reads topics and figures, and is a part of nothing; a slow reader loses lines, no one else does.
 */
@NullMarked
package io.github.camelonomondo.boot.live;

import org.jspecify.annotations.NullMarked;
