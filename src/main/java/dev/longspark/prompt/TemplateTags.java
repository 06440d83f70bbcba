package dev.longspark.prompt;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.tag.ForTag;
import com.hubspot.jinjava.lib.tag.Tag;
import com.hubspot.jinjava.tree.Node;
import com.hubspot.jinjava.tree.TagNode;
import com.hubspot.jinjava.tree.parse.TagToken;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.lang3.tuple.Pair;

/** The tags that Jinjava lacks or reads in another way than Hugging Face's Jinja2. */
final class TemplateTags {
  private TemplateTags() {}

  static List<Tag> all() {
    return List.of(new Generation(), new For());
  }

  /** Marks what the assistant says, for training; prints its content. */
  private static final class Generation implements Tag {
    @Override
    public String getName() {
      return "generation";
    }

    @Override
    public String interpret(TagNode tag, JinjavaInterpreter interpreter) {
      StringBuilder content = new StringBuilder();
      for (Node child : tag.getChildren()) {
        content.append(child.render(interpreter).getValue());
      }
      return content.toString();
    }
  }

  /** Refuses Jinja2's {@code for x in xs if condition}, which Jinjava misreads without a word. */
  private static final class For extends ForTag {
    private static final Pattern FILTERED = Pattern.compile("\\sif\\s(?!.*\\selse\\s)");

    @Override
    public Pair<List<String>, String> getLoopVarsAndExpression(TagToken token) {
      if (FILTERED.matcher(token.getHelpers()).find()) {
        throw new TemplateFailure("Unknown form of a loop: for ... if");
      }
      return super.getLoopVarsAndExpression(token);
    }
  }
}
