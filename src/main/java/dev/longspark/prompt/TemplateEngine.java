package dev.longspark.prompt;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.el.JinjavaProcessors;
import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.interpret.Context.Library;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.lib.Importable;
import com.hubspot.jinjava.tree.Node;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.lang3.exception.ExceptionUtils;

/**
 * Jinjava, set up to render chat templates as Hugging Face's Jinja2 does, in a sandbox: only the
 * tags, filters and functions listed here, no files, no Java, no clock, and limits on time, size
 * and recursion.
 */
final class TemplateEngine {
  private static final Set<String> TAGS =
      Set.of("break", "call", "continue", "elif", "else", "for", "if", "macro", "set");
  private static final Set<String> FILTERS =
      Set.of(
          ("abs capitalize count d default dictsort first float int join last length list "
                  + "lower map reject rejectattr replace reverse round safe select selectattr sort "
                  + "string sum title tojson trim unique upper")
              .split(" "));
  private static final Set<String> FUNCTIONS = Set.of(":dict", ":namespace", ":range");

  private static final long MAX_CHARACTERS = 1L << 26;
  private static final long MAX_NANOS = 30_000_000_000L;
  private static final int MAX_RENDER_DEPTH = 50;
  private static final int MAX_MACRO_DEPTH = 20;

  /** Names a binding, in a way that no template can. */
  private static final String DEADLINE = "deadline of this rendering";

  private final long maxNanos;
  private final Jinjava jinjava;

  TemplateEngine() {
    this(MAX_NANOS);
  }

  TemplateEngine(long maxNanos) {
    this.maxNanos = maxNanos;
    jinjava = new PythonJinjava(config());
    Context context = jinjava.getGlobalContext();
    TemplateTags.all().forEach(context::registerTag);
    TemplateFilters.all().forEach(context::registerFilter);
    TemplateFunctions.all().forEach(context::registerFunction);
  }

  /**
   * Renders a template whose white space is settled.
   *
   * @throws IllegalArgumentException if the template complains, fails or exceeds a limit
   */
  String render(String template, Map<String, ?> variables) {
    Map<String, Object> bindings = new HashMap<>(variables);
    bindings.put(DEADLINE, System.nanoTime() + maxNanos);
    RenderResult result = jinjava.renderForResult(template, bindings);
    for (TemplateError error : result.getErrors()) {
      throw new IllegalArgumentException(
          "Cannot render chat template, line %d: %s".formatted(error.getLineno(), reason(error)),
          error.getException());
    }
    return result.getOutput();
  }

  /** The words of the template or of this class, if the error is theirs, or else Jinjava's. */
  private static String reason(TemplateError error) {
    for (Throwable cause : ExceptionUtils.getThrowableList(error.getException())) {
      if (cause instanceof TemplateFailure) {
        return cause.getMessage();
      }
    }
    return error.getMessage();
  }

  private JinjavaConfig config() {
    Context known = new Jinjava().getGlobalContext();
    return JinjavaConfig.newBuilder()
        .withNestedInterpretationEnabled(false) // contexts may hold {{ and {%
        .withLegacyOverrides(LegacyOverrides.ALL)
        .withInterperterFactory(new PythonJinjava.Interpreters())
        .withElResolver(new PythonValues())
        .withDisabled(
            Map.of(
                Library.TAG, others(known.getAllTags(), TAGS),
                Library.FILTER, others(known.getAllFilters(), FILTERS),
                Library.FUNCTION, others(known.getAllFunctions(), FUNCTIONS)))
        .withMaxOutputSize(MAX_CHARACTERS)
        .withMaxStringLength(MAX_CHARACTERS)
        .withMaxRenderDepth(MAX_RENDER_DEPTH)
        .withEnableRecursiveMacroCalls(true)
        .withMaxMacroRecursionDepth(MAX_MACRO_DEPTH)
        .withProcessors(
            JinjavaProcessors.newBuilder().withNodePreProcessor(this::checkTime).build())
        .build();
  }

  private static Set<String> others(Collection<? extends Importable> known, Set<String> allowed) {
    return known.stream()
        .map(Importable::getName)
        .filter(name -> !allowed.contains(name) && !name.startsWith("end")) // endfor, endif
        .collect(Collectors.toSet());
  }

  private void checkTime(Node node, JinjavaInterpreter interpreter) {
    if (System.nanoTime() - (Long) interpreter.getContext().get(DEADLINE) > 0) {
      throw new TemplateFailure("took more than %d ms".formatted(maxNanos / 1_000_000));
    }
  }
}
