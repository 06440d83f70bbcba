package dev.longspark.engine.torchscript;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The pickle (protocol 2) of a module object with every attribute at the zero of its type: empty
 * list, 0, 0.0, False, empty text, and None for optionals and tensors.
 */
final class ModulePickle {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private ModulePickle() {}

  static byte[] write(ScriptSource source) {
    ModulePickle pickle = new ModulePickle();
    pickle.op(0x80).op(2);
    pickle.global("__torch__", source.className());
    pickle.op(')').op(0x81); // no arguments, new object
    pickle.op('}').op('(');
    pickle.text("training").op(0x89);
    for (ScriptSource.Attribute attribute : source.attributes()) {
      pickle.text(attribute.name());
      pickle.zero(source, attribute);
    }
    pickle.op('u').op('b').op('.'); // set items, build, stop
    return pickle.out.toByteArray();
  }

  private void zero(ScriptSource source, ScriptSource.Attribute attribute) {
    String type = attribute.type();
    if (type.startsWith("List[") || type.startsWith("Dict[")) {
      global("torch.jit._pickle", "restore_type_tag");
      op('(').op(type.startsWith("List[") ? ']' : '}');
      text(type);
      op('t').op('R'); // the arguments' tuple, call
    } else if (type.equals("Tensor") || type.startsWith("Optional[")) {
      op('N');
    } else {
      scalar(source, attribute);
    }
  }

  private void scalar(ScriptSource source, ScriptSource.Attribute attribute) {
    switch (attribute.type()) {
      case "int" -> op('K').op(0);
      case "bool" -> op(0x89);
      case "float" -> {
        op('G');
        out.writeBytes(new byte[Double.BYTES]);
      }
      case "str" -> text("");
      default ->
          throw new IllegalArgumentException(
              "Unknown attribute type: "
                  + attribute
                  + " in the TorchScript program "
                  + source.name()
                  + " (must be Tensor, int, float, bool, str, List, Dict or Optional)");
    }
  }

  private ModulePickle op(int code) {
    out.write(code);
    return this;
  }

  private void global(String module, String name) {
    op('c');
    out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private ModulePickle text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    op('X').op(bytes.length).op(bytes.length >> 8).op(bytes.length >> 16).op(bytes.length >> 24);
    out.writeBytes(bytes);
    return this;
  }
}
