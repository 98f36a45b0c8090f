package io.github.pyb.log;

/** The log of one build, as the rooms below the Mojos see it. Called from the thread that runs the goal. */
public interface BuildLog {

    /** Details for somebody who looks into a problem; shown with {@code mvn -X}. */
    void debug(String line);

    /** What a user wants to see of a build that goes well; hidden by {@code mvn -q}. */
    void info(String line);

    void warn(String line);

    void error(String line);

    boolean isDebugEnabled();

    boolean isInfoEnabled();
}
