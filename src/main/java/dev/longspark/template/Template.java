package dev.longspark.template;

import java.time.LocalDateTime;
import java.util.Map;

/**
 * A chat template in the language of Jinja2 as Hugging Face's transformers sets it up, with values
 * that behave as Python's. It reaches no file, no clock and no Java; time, memory and depth are
 * bounded whatever it holds, and what is not known here is a fault, never nothing.
 *
 * <p>Safe to use by many threads at a time.
 *
 * <p><em>Source:</em> Jinja2 3.1.6, {@code ImmutableSandboxedEnvironment(trim_blocks=True,
 * lstrip_blocks=True)} with {@code loopcontrols}; transformers 5.18, {@code chat_template_utils}.
 */
public final class Template {
  /** Longer templates have no use; reading one takes memory many times its size. */
  private static final int MAX_LENGTH = 1 << 21;

  private final Body body;
  private final Layout layout;

  private Template(Body body) {
    this.body = body;
    this.layout = Layout.of(body);
  }

  /**
   * Reads a template.
   *
   * @param text its text
   * @throws TemplateException if it is malformed, or names a filter or test that does not exist
   *     where that counts before rendering
   */
  public static Template parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw Fault.limit("a template of more than %d characters", MAX_LENGTH);
    }
    return new Template(Parser.parse(text));
  }

  /**
   * The text that the template makes.
   *
   * @param variables what it sees: texts, truth values, integers, floats, {@code null} for {@code
   *     None}, lists and maps of these
   * @param now the moment that {@code strftime_now} prints
   * @throws TemplateException if it complains, fails, or uses up what a rendering may
   */
  public String render(Map<String, ?> variables, LocalDateTime now) {
    long[] characters = new long[1];
    Map<String, Object> values = Values.of(variables, characters);
    Rendering rendering = new Rendering(layout, values, now, new Budget(characters[0]));
    try {
      return DeepStack.call(() -> rendering.run(body));
    } catch (TemplateException e) {
      throw e.at(rendering.line());
    }
  }
}
