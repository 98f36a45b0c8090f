def platform = System.getProperty("os.name") + " " + System.getProperty("os.arch")
def compiler = System.getenv("PATH").split(File.pathSeparator).any { new File(it, "cc").canExecute() }
def why = platform != "Linux amd64" ? "Maven resolves interpreters for Linux on x86-64 only, this is ${platform}"
    : compiler ? "" : "there is no C compiler"
if (why) {
  System.out.println "[WARNING] SKIPPED: ${why}"
  return false
}
return true
