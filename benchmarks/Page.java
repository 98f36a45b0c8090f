import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that a report goes to: a page with two comments to put it between, or a file of its own. */
final class Page {

    private Page() {}

    static void put(String report, String comparison, Path file) throws IOException {
        String old = Files.exists(file) ? Files.readString(file) : "";
        int from = from(comparison, old);
        int to = to(comparison, old);
        String text =
                from < 0 || to < from ? report : old.substring(0, from) + "\n" + report + "\n" + old.substring(to);
        Files.writeString(file, text);
    }

    /** What stands where the next report will go to. */
    static String get(String comparison, Path file) throws IOException {
        String old = Files.exists(file) ? Files.readString(file) : "";
        int from = from(comparison, old);
        int to = to(comparison, old);
        return from < 0 || to < from ? old : old.substring(from, to);
    }

    private static int from(String comparison, String page) {
        String begin = "<!-- benchmarks/run " + comparison + " -->\n";
        int at = page.indexOf(begin);
        return at < 0 ? at : at + begin.length();
    }

    private static int to(String comparison, String page) {
        return page.indexOf("<!-- end of benchmarks/run " + comparison + " -->\n");
    }
}
