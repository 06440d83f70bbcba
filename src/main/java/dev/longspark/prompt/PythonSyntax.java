package dev.longspark.prompt;

import com.hubspot.jinjava.el.ExtendedSyntaxBuilder;
import com.hubspot.jinjava.el.ext.ExtendedParser;
import com.hubspot.jinjava.el.ext.ExtendedScanner;
import com.hubspot.jinjava.el.ext.NamedParameterOperator;
import jinjava.de.odysseus.el.tree.impl.Builder;
import jinjava.de.odysseus.el.tree.impl.Parser;
import jinjava.de.odysseus.el.tree.impl.Scanner;
import jinjava.de.odysseus.el.tree.impl.ast.AstNode;
import jinjava.de.odysseus.el.tree.impl.ast.AstString;
import jinjava.de.odysseus.el.tree.impl.ast.AstUnary;

/**
 * Jinjava's expressions, read as Jinja2 reads them where the two differ: {@code not x is defined}
 * asks whether x is undefined, {@code f(a=b - 1)} passes b - 1, {@code x+1} is a sum, {@code
 * x[::-1]} is x from its end.
 */
final class PythonSyntax extends ExtendedSyntaxBuilder {
  PythonSyntax() {
    super(Feature.METHOD_INVOCATIONS, Feature.VARARGS);
  }

  @Override
  protected Parser createParser(String expression) {
    return new PythonParser(this, expression);
  }

  /** Takes a plus for an operator; Jinjava takes it for a sign before any digit. */
  private static final class PythonScanner extends ExtendedScanner {
    PythonScanner(String input) {
      super(input);
    }

    @Override
    protected Token nextEval() throws ScanException {
      return getInput().charAt(getPosition()) == '+' ? fixed(Symbol.PLUS) : super.nextEval();
    }
  }

  private static final class PythonParser extends ExtendedParser {
    PythonParser(Builder context, String input) {
      super(context, input);
    }

    @Override
    protected Scanner createScanner(String expression) {
      return new PythonScanner(expression);
    }

    @Override
    protected AstNode expr(boolean required) throws Scanner.ScanException, ParseException {
      if (getToken().getSymbol() == Scanner.Symbol.COLON
          && lookahead(0).getSymbol() == Scanner.Symbol.COLON) {
        return reversal();
      }
      if (lookahead(0) != NamedParameterOperator.TOKEN) {
        return super.expr(required);
      }
      AstNode name = identifier(consumeToken(Scanner.Symbol.IDENTIFIER).getImage());
      return getExtensionHandler(consumeToken()).createAstNode(name, super.expr(true));
    }

    /** Jinjava takes a dict's commas for those of a tuple. */
    @Override
    protected AstNode nonliteral() throws Scanner.ScanException, ParseException {
      if (getToken().getSymbol() != Scanner.Symbol.LPAREN || !lookahead(0).getImage().equals("{")) {
        return super.nonliteral();
      }
      consumeToken();
      AstNode dict = expr(true);
      consumeToken(Scanner.Symbol.RPAREN);
      return createAstNested(dict);
    }

    /** The only step that chat templates use in a slice: {@code [::-1]}. */
    private AstNode reversal() throws Scanner.ScanException, ParseException {
      consumeToken();
      consumeToken();
      consumeToken(Scanner.Symbol.MINUS);
      if (!consumeToken().getImage().equals("1")) {
        fail("1");
      }
      return new AstString(PythonValues.REVERSED);
    }

    @Override
    protected AstNode eq(boolean required) throws Scanner.ScanException, ParseException {
      if (getToken().getSymbol() != Scanner.Symbol.NOT) {
        return super.eq(required);
      }
      consumeToken();
      return createAstUnary(eq(true), AstUnary.NOT);
    }
  }
}
