package example;

public final class Greeting {

    private Greeting() {}

    public static void main(String[] arguments) {
        System.out.println("Hello from Java, out of a wheel");
    }
}
