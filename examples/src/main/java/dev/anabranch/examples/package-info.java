/// What the library looks like from a program that embeds it.
@NullMarked
package dev.anabranch.examples;

import org.jspecify.annotations.NullMarked;
