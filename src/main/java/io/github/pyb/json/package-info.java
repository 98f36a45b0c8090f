/**
 * The one place that knows a JSON library. Values are plain Java: {@code Map<String, Object>}, {@code List<Object>},
 * {@code String}, {@code Boolean}, {@code Long}, {@code Double} or {@code null}.
 */
@NullMarked
package io.github.pyb.json;

import org.jspecify.annotations.NullMarked;
