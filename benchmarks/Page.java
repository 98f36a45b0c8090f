import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that a report goes to: a page with two comments to put it between, or a file of its own. */
final class Page {

    private Page() {}

    static void put(String report, String comparison, Path file) throws IOException {
        String begin = "<!-- benchmarks/run " + comparison + " -->\n";
        String end = "<!-- end of benchmarks/run " + comparison + " -->\n";
        String old = Files.exists(file) ? Files.readString(file) : "";
        int from = old.indexOf(begin);
        int to = old.indexOf(end);
        String text = from < 0 || to < from
                ? report
                : old.substring(0, from + begin.length()) + "\n" + report + "\n" + old.substring(to);
        Files.writeString(file, text);
    }
}
