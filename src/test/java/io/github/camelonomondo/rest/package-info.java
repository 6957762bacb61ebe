/** The REST surface over real HTTP, in front of an API that the tests script. */
package io.github.camelonomondo.rest;
