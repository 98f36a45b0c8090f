import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
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
 * Gives the lambdas and method references of each compiled class a class file, {@code Host$$Lambdas}. The JVM would write a
 * class for each of them at its first use, and a Maven that builds one project uses most of them once: doing it here took a
 * tenth off the time of a first goal. Files can also be loaded early, by {@code EarlyClasses}. One class does for all
 * lambdas of a host, as each class that is loaded takes its time, too: it is of all their interfaces, and knows which of the
 * lambdas it is.
 *
 * <p>The only argument is the directory of the classes, which are changed in place. What has been changed before stays.
 */
public final class LambdaClasses {

    private static final String FACTORY = "java/lang/invoke/LambdaMetafactory";
    private static final String MARK = "$$Lambdas";
    private static final String BODY = "lambda$";
    private static final Type OBJECT = Type.getType(Object.class);
    private static final Method NO_ARGUMENTS = new Method("<init>", "()V");

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
            Lambdas lambdas = new Lambdas(host.name + MARK);
            for (MethodNode method : host.methods) {
                if (isBody(method.name)) {
                    method.name = renamed(method.name);
                    method.access &= ~Opcodes.ACC_SYNTHETIC;
                }
                for (AbstractInsnNode instruction : method.instructions.toArray()) {
                    if (isLambda(instruction)) {
                        method.instructions.set(instruction, lambdas.add((InvokeDynamicInsnNode) instruction));
                    }
                }
            }
            if (!lambdas.isEmpty()) {
                write(lambdas, host);
                count += lambdas.count();
            }
        }
        for (ClassNode host : changed.values()) {
            write(host, 0);
        }
        return count;
    }

    private void write(Lambdas lambdas, ClassNode host) throws IOException {
        // The bodies of lambdas are private methods of their host, which only a class of the same nest may call.
        ClassNode nest = host.nestHostClass == null ? host : hosts.get(host.nestHostClass);
        if (nest.nestMembers == null) {
            nest.nestMembers = new ArrayList<>();
        }
        if (!nest.nestMembers.contains(host.name + MARK)) {
            nest.nestMembers.add(host.name + MARK);
        }
        changed.put(host.name, host);
        changed.put(nest.name, nest);
        write(lambdas.write(host.version, nest.name), ClassWriter.COMPUTE_MAXS);
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

    private void write(ClassNode node, int flags) throws IOException {
        ClassWriter writer = new ClassWriter(flags);
        node.accept(writer);
        Files.write(directory.resolve(node.name + ".class"), writer.toByteArray());
    }

    /** One lambda, as the JVM's specification of {@code LambdaMetafactory.metafactory} describes its parts. */
    private static final class Lambda {

        final String implemented;
        final Type[] captured;
        final Method method;
        /** Makes it. */
        final Method factory;
        /** Fields of the class in which what it captures is. */
        final List<String> fields = new ArrayList<>();

        private final Type[] instantiated;
        private final Handle body;

        Lambda(int number, InvokeDynamicInsnNode site) {
            if (!site.bsm.getName().equals("metafactory")) {
                throw new IllegalStateException(site.desc + ": lambdas of more than one interface are not supported");
            }
            implemented = Type.getReturnType(site.desc).getInternalName();
            captured = Type.getArgumentTypes(site.desc);
            method = new Method(site.name, ((Type) site.bsmArgs[0]).getDescriptor());
            factory = new Method("make" + number, site.desc);
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

        /** Does what it is for. */
        void write(GeneratorAdapter code, Type self) {
            boolean makes = body.getTag() == Opcodes.H_NEWINVOKESPECIAL;
            Type owner = Type.getObjectType(body.getOwner());
            if (makes) {
                code.newInstance(owner);
                code.dup();
            }
            List<Type> expected = parametersOfBody(owner);
            for (int i = 0; i < captured.length; i++) {
                code.loadThis();
                code.getField(self, fields.get(i), kept(captured[i]));
                convert(code, kept(captured[i]), captured[i], captured[i]);
            }
            Type[] given = method.getArgumentTypes();
            for (int i = 0; i < given.length; i++) {
                code.loadArg(i);
                convert(code, given[i], instantiated[i], expected.get(captured.length + i));
            }
            code.visitMethodInsn(opcode(), body.getOwner(), body.getName(), body.getDesc(), body.isInterface());
            giveBack(code, makes ? owner : Type.getReturnType(body.getDesc()));
            code.returnValue();
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
                default -> throw new IllegalStateException(body + ": a lambda of a kind that is not supported");
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
                    throw new IllegalStateException(body + ": " + known + " cannot become " + to);
                }
                code.unbox(to);
            } else if (!to.equals(from) && !to.equals(OBJECT)) {
                code.checkCast(to);
            }
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
    }

    private static boolean isPrimitive(Type type) {
        return type.getSort() < Type.ARRAY;
    }

    /** What a captured value is in the field that several lambdas share. */
    private static Type kept(Type captured) {
        return isPrimitive(captured) ? captured : OBJECT;
    }

    /** The class of all lambdas of one host. */
    private static final class Lambdas {

        private static final String WHICH = "which";

        private final ClassNode node = new ClassNode();
        private final String name;
        private final Type self;
        private final List<Lambda> all = new ArrayList<>();

        Lambdas(String name) {
            this.name = name;
            self = Type.getObjectType(name);
        }

        boolean isEmpty() {
            return all.isEmpty();
        }

        int count() {
            return all.size();
        }

        /** Adds a lambda; the call that makes it comes back. */
        MethodInsnNode add(InvokeDynamicInsnNode site) {
            Lambda lambda = new Lambda(all.size(), site);
            all.add(lambda);
            return new MethodInsnNode(
                    Opcodes.INVOKESTATIC, name, lambda.factory.getName(), lambda.factory.getDescriptor(), false);
        }

        ClassNode write(int version, String nest) {
            node.visit(
                    version,
                    Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC,
                    name,
                    null,
                    OBJECT.getInternalName(),
                    all.stream().map(lambda -> lambda.implemented).distinct().toArray(String[]::new));
            node.visitNestHost(nest);
            writeFields();
            writeMaking();
            writeMethods();
            return node;
        }

        /** They are final, so that each thread sees them whole. */
        private void writeFields() {
            Map<String, Type> fields = new TreeMap<>(Map.of(WHICH, Type.INT_TYPE));
            for (Lambda lambda : all) {
                Map<Type, Integer> used = new HashMap<>();
                for (Type captured : lambda.captured) {
                    Type type = kept(captured);
                    String field = type.getClassName().replaceAll(".*\\.", "").toLowerCase(Locale.ROOT)
                            + used.merge(type, 1, Integer::sum);
                    lambda.fields.add(field);
                    fields.put(field, type);
                }
            }
            fields.forEach((field, type) ->
                    node.visitField(Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL, field, type.getDescriptor(), null, null));
        }

        private void writeMaking() {
            Set<Method> constructors = new HashSet<>();
            for (int i = 0; i < all.size(); i++) {
                Lambda lambda = all.get(i);
                Type[] given = Stream.concat(
                                Stream.of(Type.INT_TYPE),
                                Stream.of(lambda.captured).map(LambdaClasses::kept))
                        .toArray(Type[]::new);
                Method constructor = new Method("<init>", Type.VOID_TYPE, given);
                if (constructors.add(constructor)) {
                    writeConstructor(constructor, lambda.fields);
                }
                GeneratorAdapter code = begin(Opcodes.ACC_STATIC, lambda.factory);
                code.newInstance(self);
                code.dup();
                code.push(i);
                code.loadArgs();
                code.invokeConstructor(self, constructor);
                code.returnValue();
                code.endMethod();
            }
        }

        /** Lambdas that capture the same types, in the same order, have the same fields. */
        private void writeConstructor(Method constructor, List<String> fields) {
            GeneratorAdapter code = begin(Opcodes.ACC_PRIVATE, constructor);
            code.loadThis();
            code.invokeConstructor(OBJECT, NO_ARGUMENTS);
            Type[] types = constructor.getArgumentTypes();
            for (int i = 0; i < types.length; i++) {
                code.loadThis();
                code.loadArg(i);
                code.putField(self, i == 0 ? WHICH : fields.get(i - 1), types[i]);
            }
            code.returnValue();
            code.endMethod();
        }

        private void writeMethods() {
            Map<Method, List<Lambda>> methods = new LinkedHashMap<>();
            all.forEach(lambda -> methods.computeIfAbsent(lambda.method, method -> new ArrayList<>())
                    .add(lambda));
            methods.forEach(this::writeMethod);
        }

        private void writeMethod(Method method, List<Lambda> lambdas) {
            GeneratorAdapter code = begin(Opcodes.ACC_PUBLIC, method);
            List<Lambda> others = lambdas.subList(1, lambdas.size());
            Label[] labels = others.stream().map(other -> new Label()).toArray(Label[]::new);
            Label first = new Label();
            if (!others.isEmpty()) {
                code.loadThis();
                code.getField(self, WHICH, Type.INT_TYPE);
                code.visitLookupSwitchInsn(
                        first, others.stream().mapToInt(all::indexOf).toArray(), labels);
                begin(code, first, method);
            }
            lambdas.get(0).write(code, self);
            for (int i = 0; i < labels.length; i++) {
                begin(code, labels[i], method);
                others.get(i).write(code, self);
            }
            code.endMethod();
        }

        /** Where a lambda's part of a method begins, there are only the arguments. */
        private void begin(GeneratorAdapter code, Label label, Method method) {
            code.mark(label);
            List<Object> locals = new ArrayList<>(List.of(name));
            for (Type type : method.getArgumentTypes()) {
                locals.add(
                        switch (type.getSort()) {
                            case Type.BOOLEAN, Type.CHAR, Type.BYTE, Type.SHORT, Type.INT -> Opcodes.INTEGER;
                            case Type.FLOAT -> Opcodes.FLOAT;
                            case Type.LONG -> Opcodes.LONG;
                            case Type.DOUBLE -> Opcodes.DOUBLE;
                            default -> type.getInternalName();
                        });
            }
            code.visitFrame(Opcodes.F_NEW, locals.size(), locals.toArray(), 0, new Object[0]);
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
    }
}
