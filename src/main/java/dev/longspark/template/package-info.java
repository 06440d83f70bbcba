/**
 * Chat templates into text: an interpreter of the language that Hugging Face's transformers uses
 * for them, Jinja2 over Python's values. In come a template's text and variables; out comes the
 * text, or one {@link dev.longspark.template.TemplateException} with line and name. It is a sandbox
 * by construction: nothing outside of its variables can be reached, and every loop, text and call
 * is counted against a {@code Budget}.
 *
 * <p>Start reading at {@link dev.longspark.template.Template}: a {@code Lexer} and a {@code Parser}
 * make statements and expressions, a {@code Layout} settles which names belong to which frame, and
 * a {@code Rendering} runs them.
 */
package dev.longspark.template;
