import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.GeneratorAdapter;
import org.objectweb.asm.commons.Method;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Gives each lambda and method reference among compiled classes a class file, {@code Host$$Lambda0} and so on. The JVM would
 * write that class itself at the lambda's first use, and a Maven that builds one project uses most of them once: doing it
 * here took a tenth off the time of a first goal. Files can also be loaded early, by {@code EarlyClasses}.
 *
 * <p>The only argument is the directory of the classes, which are changed in place. What has been changed before stays.
 */
public final class LambdaClasses {

    private static final String FACTORY = "java/lang/invoke/LambdaMetafactory";
    private static final String MARK = "$$Lambda";
    private static final String BODY = "lambda$";
    private static final Type OBJECT = Type.getType(Object.class);
    private static final Method NO_ARGUMENTS = new Method("<init>", "()V");
    private static final String ONLY = "ONLY";

    private final Path directory;
    private final Map<String, ClassNode> hosts;
    /** By name, so that whoever is interrupted has written a host of a nest before its members. */
    private final Map<String, ClassNode> changed = new TreeMap<>();

    private LambdaClasses(Path directory, Map<String, ClassNode> hosts) {
        this.directory = directory;
        this.hosts = hosts;
    }

    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        int count = new LambdaClasses(directory, read(directory)).run();
        System.out.println(count + " lambdas have become classes");
    }

    /** All but those that an earlier run has made: of those, the ones without a use are deleted. */
    private static Map<String, ClassNode> read(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> tree = Files.walk(directory)) {
            files = tree.filter(file -> file.toString().endsWith(".class")).toList();
        }
        Map<String, ClassNode> hosts = new TreeMap<>();
        List<Path> made = new ArrayList<>();
        for (Path file : files) {
            if (file.getFileName().toString().contains(MARK)) {
                made.add(file);
            } else {
                ClassNode host = new ClassNode();
                new ClassReader(Files.readAllBytes(file)).accept(host, 0);
                hosts.put(host.name, host);
            }
        }
        for (Path file : made) {
            String name = directory.relativize(file).toString().replace('\\', '/');
            ClassNode host = hosts.get(name.substring(0, name.indexOf(MARK)));
            // Compiled again since then, so its lambdas are others.
            if (host == null || hasLambdas(host)) {
                Files.delete(file);
            }
        }
        return hosts;
    }

    private static boolean hasLambdas(ClassNode host) {
        return host.methods.stream()
                .anyMatch(method -> Stream.of(method.instructions.toArray()).anyMatch(LambdaClasses::isLambda));
    }

    private static boolean isLambda(AbstractInsnNode instruction) {
        return instruction instanceof InvokeDynamicInsnNode dynamic
                && dynamic.bsm.getOwner().equals(FACTORY);
    }

    private int run() throws IOException {
        int count = 0;
        for (ClassNode host : hosts.values()) {
            int before = count;
            for (MethodNode method : host.methods) {
                if (isBody(method.name)) {
                    method.name = renamed(method.name);
                    method.access &= ~Opcodes.ACC_SYNTHETIC;
                }
                for (AbstractInsnNode instruction : method.instructions.toArray()) {
                    if (isLambda(instruction)) {
                        String name = host.name + MARK + (count++ - before);
                        method.instructions.set(instruction, replace((InvokeDynamicInsnNode) instruction, host, name));
                    }
                }
            }
        }
        for (ClassNode host : changed.values()) {
            write(host, 0);
        }
        return count;
    }

    /**
     * The compiler's names for the bodies of lambdas. ArchUnit looks for the place in which such a one is made, and does not
     * read what it does if there is none; under another name it is a method like any other.
     */
    private static boolean isBody(String method) {
        return method.startsWith(BODY);
    }

    private static String renamed(String body) {
        return body.substring(BODY.length()) + "$lambda";
    }

    private MethodInsnNode replace(InvokeDynamicInsnNode site, ClassNode host, String name) throws IOException {
        if (!site.bsm.getName().equals("metafactory")) {
            throw new IllegalStateException(host.name + ": lambdas of more than one interface are not supported");
        }
        // The bodies of lambdas are private methods of their host, which only a class of the same nest may call.
        ClassNode nest = host.nestHostClass == null ? host : hosts.get(host.nestHostClass);
        if (nest.nestMembers == null) {
            nest.nestMembers = new ArrayList<>();
        }
        if (!nest.nestMembers.contains(name)) {
            nest.nestMembers.add(name);
        }
        changed.put(host.name, host);
        changed.put(nest.name, nest);
        ClassNode lambda = new Lambda(name, site).write(host.version, nest.name);
        write(lambda, ClassWriter.COMPUTE_MAXS);
        return new MethodInsnNode(Opcodes.INVOKESTATIC, name, Lambda.MAKE, site.desc, false);
    }

    private void write(ClassNode node, int flags) throws IOException {
        ClassWriter writer = new ClassWriter(flags);
        node.accept(writer);
        Files.write(directory.resolve(node.name + ".class"), writer.toByteArray());
    }

    /** One lambda, as the JVM's specification of {@code LambdaMetafactory.metafactory} describes its parts. */
    private static final class Lambda {

        static final String MAKE = "make";

        private final ClassNode node = new ClassNode();
        private final String name;
        private final Type self;
        private final String factory;
        private final Type[] captured;
        private final Method constructor;
        private final Method method;
        private final Type[] instantiated;
        private final Handle body;

        Lambda(String name, InvokeDynamicInsnNode site) {
            this.name = name;
            self = Type.getObjectType(name);
            factory = site.desc;
            captured = Type.getArgumentTypes(site.desc);
            constructor = new Method("<init>", Type.VOID_TYPE, captured);
            method = new Method(site.name, ((Type) site.bsmArgs[0]).getDescriptor());
            Handle compiled = (Handle) site.bsmArgs[1];
            body = isBody(compiled.getName())
                    ? new Handle(
                            compiled.getTag(),
                            compiled.getOwner(),
                            renamed(compiled.getName()),
                            compiled.getDesc(),
                            compiled.isInterface())
                    : compiled;
            instantiated = ((Type) site.bsmArgs[2]).getArgumentTypes();
        }

        ClassNode write(int version, String nest) {
            String implemented = Type.getReturnType(factory).getInternalName();
            node.visit(
                    version,
                    Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC,
                    name,
                    null,
                    OBJECT.getInternalName(),
                    new String[] {implemented});
            node.visitNestHost(nest);
            writeConstructor();
            if (captured.length == 0) {
                writeOnlyInstance();
            } else {
                writeFactory();
            }
            writeMethod();
            return node;
        }

        private void writeConstructor() {
            GeneratorAdapter code = begin(Opcodes.ACC_PRIVATE, constructor);
            code.loadThis();
            code.invokeConstructor(OBJECT, NO_ARGUMENTS);
            for (int i = 0; i < captured.length; i++) {
                node.visitField(
                        Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL, field(i), captured[i].getDescriptor(), null, null);
                code.loadThis();
                code.loadArg(i);
                code.putField(self, field(i), captured[i]);
            }
            end(code);
        }

        private void writeOnlyInstance() {
            node.visitField(
                    Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL,
                    ONLY,
                    self.getDescriptor(),
                    null,
                    null);
            GeneratorAdapter initialiser = begin(Opcodes.ACC_STATIC, new Method("<clinit>", "()V"));
            initialiser.newInstance(self);
            initialiser.dup();
            initialiser.invokeConstructor(self, NO_ARGUMENTS);
            initialiser.putStatic(self, ONLY, self);
            end(initialiser);
            GeneratorAdapter code = begin(Opcodes.ACC_STATIC, new Method(MAKE, factory));
            code.getStatic(self, ONLY, self);
            end(code);
        }

        private void writeFactory() {
            GeneratorAdapter code = begin(Opcodes.ACC_STATIC, new Method(MAKE, factory));
            code.newInstance(self);
            code.dup();
            code.loadArgs();
            code.invokeConstructor(self, constructor);
            end(code);
        }

        private void writeMethod() {
            GeneratorAdapter code = begin(Opcodes.ACC_PUBLIC, method);
            boolean makes = body.getTag() == Opcodes.H_NEWINVOKESPECIAL;
            Type owner = Type.getObjectType(body.getOwner());
            if (makes) {
                code.newInstance(owner);
                code.dup();
            }
            for (int i = 0; i < captured.length; i++) {
                code.loadThis();
                code.getField(self, field(i), captured[i]);
            }
            Type[] given = method.getArgumentTypes();
            List<Type> expected = parametersOfBody(owner);
            for (int i = 0; i < given.length; i++) {
                code.loadArg(i);
                convert(code, given[i], instantiated[i], expected.get(captured.length + i));
            }
            code.visitMethodInsn(opcode(), body.getOwner(), body.getName(), body.getDesc(), body.isInterface());
            Type result = makes ? owner : Type.getReturnType(body.getDesc());
            giveBack(code, result);
            end(code);
        }

        private List<Type> parametersOfBody(Type owner) {
            List<Type> parameters = new ArrayList<>();
            if (body.getTag() != Opcodes.H_INVOKESTATIC && body.getTag() != Opcodes.H_NEWINVOKESPECIAL) {
                parameters.add(owner);
            }
            parameters.addAll(List.of(Type.getArgumentTypes(body.getDesc())));
            return parameters;
        }

        private int opcode() {
            return switch (body.getTag()) {
                case Opcodes.H_INVOKESTATIC -> Opcodes.INVOKESTATIC;
                case Opcodes.H_NEWINVOKESPECIAL -> Opcodes.INVOKESPECIAL;
                // A private method of its nest, or one that the interface's or the object's class has.
                case Opcodes.H_INVOKEINTERFACE -> Opcodes.INVOKEINTERFACE;
                case Opcodes.H_INVOKEVIRTUAL, Opcodes.H_INVOKESPECIAL ->
                    body.isInterface() ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL;
                default -> throw new IllegalStateException(name + ": a lambda of a kind that is not supported");
            };
        }

        private void giveBack(GeneratorAdapter code, Type result) {
            Type wanted = method.getReturnType();
            if (!wanted.equals(Type.VOID_TYPE)) {
                convert(code, result, result, wanted);
            } else if (result.getSize() == 2) {
                code.pop2();
            } else if (result.getSize() == 1) {
                code.pop();
            }
        }

        /** What is of the type {@code from}, and known to be {@code known}, becomes {@code to}. */
        private void convert(GeneratorAdapter code, Type from, Type known, Type to) {
            if (isPrimitive(from) && isPrimitive(to)) {
                code.cast(from, to);
            } else if (isPrimitive(from)) {
                code.valueOf(from);
            } else if (isPrimitive(to)) {
                if (!known.equals(boxed(to))) {
                    throw new IllegalStateException(name + ": " + known + " cannot become " + to);
                }
                code.unbox(to);
            } else if (!to.equals(from) && !to.equals(OBJECT)) {
                code.checkCast(to);
            }
        }

        private static boolean isPrimitive(Type type) {
            return type.getSort() < Type.ARRAY;
        }

        private static Type boxed(Type primitive) {
            return Type.getType(
                    switch (primitive.getSort()) {
                        case Type.BOOLEAN -> Boolean.class;
                        case Type.CHAR -> Character.class;
                        case Type.BYTE -> Byte.class;
                        case Type.SHORT -> Short.class;
                        case Type.INT -> Integer.class;
                        case Type.FLOAT -> Float.class;
                        case Type.LONG -> Long.class;
                        default -> Double.class;
                    });
        }

        private static String field(int index) {
            return "captured" + index;
        }

        private GeneratorAdapter begin(int access, Method of) {
            GeneratorAdapter code = new GeneratorAdapter(
                    node.visitMethod(access, of.getName(), of.getDescriptor(), null, null),
                    access,
                    of.getName(),
                    of.getDescriptor());
            code.visitCode();
            return code;
        }

        private static void end(GeneratorAdapter code) {
            code.returnValue();
            code.endMethod();
        }
    }
}
