package conformance;

import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.RETURN;
import static org.objectweb.asm.Opcodes.V17;

import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;

/** Exceptions of a class that is named at run time: the client reports the name of an exception's class. */
final class NamedException {
    private static final String PARENT = "java/lang/RuntimeException";
    private static final String CONSTRUCTOR = "(Ljava/lang/String;)V";

    private NamedException() {}

    /** An exception whose class has that name, which may hold anything but {@code ; [ /}. */
    static RuntimeException create(String name, String message) {
        try {
            Class<?> type = new Loader().define(name, bytesOf(name));
            return (RuntimeException) type.getConstructor(String.class).newInstance(message);
        } catch (ReflectiveOperationException error) {
            throw new IllegalStateException(error);
        }
    }

    private static byte[] bytesOf(String name) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(V17, ACC_PUBLIC, name.replace('.', '/'), null, PARENT, null);
        MethodVisitor method = writer.visitMethod(ACC_PUBLIC, "<init>", CONSTRUCTOR, null, null);
        method.visitCode();
        method.visitVarInsn(ALOAD, 0);
        method.visitVarInsn(ALOAD, 1);
        method.visitMethodInsn(INVOKESPECIAL, PARENT, "<init>", CONSTRUCTOR, false);
        method.visitInsn(RETURN);
        method.visitMaxs(0, 0);
        method.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    /** A loader for each class, so that a name may come again. */
    private static final class Loader extends ClassLoader {
        Loader() {
            super(NamedException.class.getClassLoader());
        }

        Class<?> define(String name, byte[] bytes) {
            return defineClass(name, bytes, 0, bytes.length);
        }
    }
}
