/**
 * What backends are told besides what the user tells them, through environment variables and, where a backend knows no
 * variable, through config settings: where intermediate files go and which of them are kept, how many jobs may run at
 * once, how compilers run through a cache, and what has to be fixed so that the same sources give the same bytes. One class
 * for each concern, or for each tool that needs to be told in its own way. Says what to set; runs nothing but compilers and
 * their caches, to ask what they can do, and knows neither hooks nor environments.
 */
@NullMarked
package io.github.pyb.tuning;

import org.jspecify.annotations.NullMarked;
