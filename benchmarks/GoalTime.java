/**
 * How long a goal took, in seconds.
 *
 * @param goal from the line that announces it to the one that announces the end of the build
 * @param process the whole of Maven
 * @param own the goal without the hooks of the backend
 */
record GoalTime(double goal, double process, double own) {}
