/**
 * What each SIM of a batch still has to get: its commands coalesced, its next step, its attempts and rests.
 *
 * <p>The rule: no thread and no call in here; a batch asks, under its lock, and tells what came of it.
 */
@NullMarked
package io.github.camelonomondo.commands.work;

import org.jspecify.annotations.NullMarked;
