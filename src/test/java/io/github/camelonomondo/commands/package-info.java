/**
 * Tests of commands: what a record may hold, what becomes of it, and that every command has exactly one result.
 *
 * <p>The rule: the contract is the reference; nothing here looks into how it is done.
 */
package io.github.camelonomondo.commands;
