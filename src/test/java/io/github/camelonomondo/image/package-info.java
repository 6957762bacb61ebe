/**
 * The image, built and run as a restricted pod would run it.
 *
 * <p>The rule: a Docker engine is needed and used for real; where none answers, the run says so.
 */
package io.github.camelonomondo.image;
