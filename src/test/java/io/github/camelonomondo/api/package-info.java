/**
 * Tests of the API's calls: the budget by a virtual clock, the answers by fuzzing, the wire against a simulated API.
 *
 * <p>The rule: nothing is believed that was not proven, and nothing is sent that was not asked for.
 */
package io.github.camelonomondo.api;
