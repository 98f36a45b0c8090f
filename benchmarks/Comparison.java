import java.io.IOException;

/** Something that is measured with this plugin and with others, in one run on one machine. */
interface Comparison {

    /** Measures. The report is Markdown, and says with which versions of what it came about. */
    String run() throws IOException, InterruptedException, Failure;
}
