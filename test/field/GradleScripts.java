import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.control.CompilationFailedException;
import org.codehaus.groovy.control.CompilationUnit;
import org.codehaus.groovy.control.Phases;
import org.jetbrains.kotlin.cli.common.CLIConfigurationKeys;
import org.jetbrains.kotlin.cli.common.messages.MessageCollector;
import org.jetbrains.kotlin.cli.jvm.compiler.EnvironmentConfigFiles;
import org.jetbrains.kotlin.cli.jvm.compiler.KotlinCoreEnvironment;
import org.jetbrains.kotlin.com.intellij.openapi.util.Disposer;
import org.jetbrains.kotlin.com.intellij.psi.PsiElement;
import org.jetbrains.kotlin.com.intellij.psi.PsiErrorElement;
import org.jetbrains.kotlin.config.CompilerConfiguration;
import org.jetbrains.kotlin.psi.KtCallExpression;
import org.jetbrains.kotlin.psi.KtPsiFactory;
import org.jetbrains.kotlin.psi.KtStringTemplateExpression;

/**
 * Are these Gradle build scripts read without an error by the compilers of Groovy and Kotlin, and inside which calls do they name OpenTelemetry?
 * One line each: the path, a tab, what is wrong or "valid", a tab, the calls around each such text.
 */
class GradleScripts {
  private static final String NAMED = "opentelemetry";

  public static void main(String[] paths) throws Exception {
    CompilerConfiguration configuration = new CompilerConfiguration();
    configuration.put(CLIConfigurationKeys.MESSAGE_COLLECTOR_KEY, MessageCollector.Companion.getNONE());
    KotlinCoreEnvironment environment =
        KotlinCoreEnvironment.createForProduction(
            Disposer.newDisposable(), configuration, EnvironmentConfigFiles.JVM_CONFIG_FILES);
    KtPsiFactory kotlin = new KtPsiFactory(environment.getProject(), false);
    for (String path : paths) {
      List<String> found = new ArrayList<>();
      String fault = path.endsWith(".kts") ? inKotlin(kotlin, path, found) : inGroovy(path, found);
      System.out.println(path + "\t" + (fault == null ? "valid" : fault) + "\t" + String.join(" ", found));
    }
  }

  private static String inGroovy(String path, List<String> found) {
    CompilationUnit unit = new CompilationUnit();
    unit.addSource(new File(path));
    try {
      unit.compile(Phases.CONVERSION);
    } catch (CompilationFailedException error) {
      return error.getMessage().replaceAll("\\s+", " ");
    }
    Deque<String> calls = new ArrayDeque<>();
    CodeVisitorSupport visitor =
        new CodeVisitorSupport() {
          @Override
          public void visitMethodCallExpression(MethodCallExpression call) {
            calls.addLast(String.valueOf(call.getMethodAsString()));
            super.visitMethodCallExpression(call);
            calls.removeLast();
          }

          @Override
          public void visitConstantExpression(ConstantExpression constant) {
            if (constant.getText().contains(NAMED)) found.add(String.join(">", calls));
          }
        };
    unit.getAST().getModules().forEach(module -> module.getStatementBlock().visit(visitor));
    return null;
  }

  private static String inKotlin(KtPsiFactory kotlin, String path, List<String> found) throws Exception {
    String text = Files.readString(Path.of(path)).replace("\r\n", "\n").replace("\uFEFF", "");
    return visit(kotlin.createFile("build.gradle.kts", text), found);
  }

  private static String visit(PsiElement element, List<String> found) {
    if (element instanceof PsiErrorElement error) return error.getErrorDescription();
    if (element instanceof KtStringTemplateExpression && element.getText().contains(NAMED))
      found.add(callsAround(element));
    String fault = null;
    for (PsiElement child = element.getFirstChild(); child != null && fault == null; child = child.getNextSibling())
      fault = visit(child, found);
    return fault;
  }

  private static String callsAround(PsiElement element) {
    List<String> calls = new ArrayList<>();
    for (PsiElement at = element.getParent(); at != null; at = at.getParent())
      if (at instanceof KtCallExpression call) calls.add(call.getCalleeExpression().getText());
    Collections.reverse(calls);
    return String.join(">", calls);
  }
}
