/**
 * Wheels on their way into an environment, without a program that installs them: what pip would make of a wheel, file for file,
 * or a reason why that is better left to pip. Knows neither indexes nor how an environment is made, and starts nothing.
 */
@NullMarked
package io.github.pyb.wheel;

import org.jspecify.annotations.NullMarked;
