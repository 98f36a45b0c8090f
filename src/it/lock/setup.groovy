import io.github.pyb.testing.TestBackend
import io.github.pyb.testing.Trees

def base = basedir.toPath()
TestBackend.into(base, "requires = ['tool']", "build-backend = 'locked_backend'", "backend-path = ['backend']")
Trees.write(base.resolve("backend/locked_backend.py"),
    "import os",
    "from test_backend import _wheel",
    "def get_requires_for_build_wheel(settings=None):",
    "    return os.environ.get('REPORTED', 'late').split()",
    "def build_wheel(directory, settings=None, metadata=None):",
    "    import late, tool",
    "    return _wheel(directory, content=tool.NAME)")
return true
