import static org.assertj.core.api.Assertions.assertThat

import io.github.pyb.testing.MavenRun

def lines = MavenRun.log(basedir).readLines()
def second = lines.findIndexOf { it.contains("pyb.config.do=chatter") || it.contains("chatter") }

// Debian's Maven and the invoker say a word of their own; nothing of the first build's is there.
assertThat(lines).noneMatch { it.contains("the hook does None") || it.contains("Built ") || it.contains("Environment:") }
(0..199).each { number ->
  assertThat(lines).as("line ${number} of the backend").anyMatch { it == "[ERROR] build_wheel | line ${number}".toString() }
}
assertThat(lines).anyMatch { it.contains("failed: ValueError: after much talk") }
return true
