"""Runs one hook of a build backend (PEP 517, PEP 660) and writes down what came of it.

Usage: python hook_runner.py CONTROL_DIRECTORY [--wait [FIRST_CONTROL_DIRECTORY MARK]]

Reads backend.json and input.json from the control directory and writes output.json beside them. Told to wait, it loads the
backend first, unless that is part of the project, and reads input.json when standard input is at its end. Told of another
control directory besides, it first copies itself (fork), and the copy runs the hook that is asked for there: each hook has a
process of its own, as PEP 517 wants it, but the backend is loaded only once. When the copy has ended, a line that begins with
the mark and ends with the exit code says so.

Started as a file, by path: then neither the current directory nor anything else but this script's directory is put on sys.path,
and that is taken off again, so that a backend is found only where it may be found. Runs on Python 3.8 and later, with nothing
but the standard library, and with as little of that as can be: importlib.abc or traceback take longer to import than the
interpreter to start.
"""

import atexit
import gc
import importlib
import importlib.machinery
import json
import os
import sys
import warnings


class BackendUnavailable(Exception):
    """The backend cannot be imported. Holds the error that the import ended with."""

    def __init__(self, message, error=None):
        super().__init__(message)
        self.error = error


class NoSuchException(Exception):
    """Stands for an exception that a backend does not define; nobody raises it."""


class BackendPathFinder:
    """Finds the backend's own top-level module in the directories of backend-path, and nowhere else.

    PEP 517: a backend with a backend-path must be loaded from it. Comes before all other finders; other modules in
    these directories are found there as well.
    """

    def __init__(self, directories, backend_module):
        self.directories = directories
        self.backend_top_level = backend_module.partition(".")[0]

    def find_spec(self, fullname, path=None, target=None):
        if "." in fullname:
            # A submodule: its package knows where it is.
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path=self.directories)
        if spec is None and fullname == self.backend_top_level:
            raise BackendUnavailable(
                "the module %r is not in the directories of backend-path: %s"
                % (fullname, ", ".join(self.directories))
            )
        return spec

    def find_distributions(self, context=None):
        """Metadata of distributions that stand beside an in-tree backend; backends look up their entry points."""
        try:
            from importlib.metadata import DistributionFinder, MetadataPathFinder
        except ImportError:
            return ()
        name = context.name if context is not None else None
        return MetadataPathFinder.find_distributions(DistributionFinder.Context(path=self.directories, name=name))


def lasting(load, *arguments):
    """Has something loaded that stays for as long as the process: nobody looks for garbage among it, neither now nor later, nor
    when the process ends, which takes a fifth of the time of a small build otherwise.
    """
    if not hasattr(gc, "freeze"):
        return load(*arguments)
    gc.disable()
    try:
        return load(*arguments)
    finally:
        gc.enable()
        gc.freeze()


def load_backend(name, backend_path):
    """The object that has the hooks."""
    module_name, _, object_path = name.partition(":")
    if backend_path:
        finder = BackendPathFinder(backend_path, module_name)
        sys.meta_path.insert(0, finder)
        # A module of the same name that this script has imported is not the backend.
        for imported in list(sys.modules):
            if imported.partition(".")[0] == finder.backend_top_level:
                del sys.modules[imported]
        importlib.invalidate_caches()
    try:
        backend = importlib.import_module(module_name)
    except ImportError as error:
        raise BackendUnavailable("%s: %s" % (type(error).__name__, error), error) from error
    for attribute in filter(None, object_path.split(".")):
        try:
            backend = getattr(backend, attribute)
        except AttributeError as error:
            raise BackendUnavailable("%s: %s" % (type(error).__name__, error), error) from error
    return backend


def call(hook_name, arguments, backend):
    """Calls the hook; the answer says what came of it."""
    if hook_name == "_supported_features":
        return {"status": "ok", "value": ["build_editable"] if hasattr(backend, "build_editable") else []}
    hook = getattr(backend, hook_name, None)
    if hook is None:
        return {"status": "hook-missing"}
    try:
        value = hook(*arguments)
    except getattr(backend, "UnsupportedOperation", NoSuchException) as error:
        print_traceback(error)
        return {"status": "unsupported", "message": str(error)}
    try:
        json.dumps(value)
    except (TypeError, ValueError):
        return {"status": "bad-value", "type": type(value).__name__}
    return {"status": "ok", "value": value}


def print_traceback(error):
    """The traceback without our own frames at its beginning, which are of no interest."""
    import traceback

    frames = error.__traceback__
    while frames is not None and frames.tb_frame.f_code.co_filename == __file__:
        frames = frames.tb_next
    traceback.print_exception(type(error), error, frames)


def load_early(backend):
    """Imports the backend before it is needed. Who knows what one looks at that is part of the project: it is left alone."""
    if not backend["backend_path"]:
        try:
            lasting(importlib.import_module, backend["backend"].partition(":")[0])
        except BaseException:
            # The same comes up when the backend is loaded for the hook, and is told then.
            pass


def wait(start):
    """Returns when somebody else has done what comes first, and closes the other end of what is to be read there."""
    while os.read(start, 4096):
        pass
    os.close(start)


def flush():
    """Sees to it that everything is out that was printed."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, ValueError, OSError):
            # A backend may have closed it, or taken it away.
            pass


def can_be_copied():
    """Whether a copy of this process would be whole: it has no other thread, which would be missing in the copy while what it
    has locked stays locked; and the copy can be kept from doing at its end what is this process's business.
    """
    try:
        alone = len(os.listdir("/proc/self/task")) == 1
    except OSError:
        return False
    return alone and hasattr(atexit, "_clear") and hasattr(atexit, "_run_exitfuncs")


def respond_in_copy(control, backend, shown):
    """Has a copy of this process respond; its exit code, as a shell would have it."""
    flush()
    child = os.fork()
    if child:
        try:
            status = os.waitpid(child, 0)[1]
        except ChildProcessError:
            # Whoever has loaded the backend is not interested in how children end (SIGCHLD), so nobody knows.
            return 0 if os.path.exists(os.path.join(control, "output.json")) else 1
        return 128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
    code = 1
    try:
        # What is to be done when the process ends in which the backend was loaded is that process's business. Apart from
        # that, this one ends as those of multiprocessing do: what it shares with the other is not torn down.
        atexit._clear()
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        code = respond(control, backend, shown)
        if "threading" in sys.modules:
            sys.modules["threading"]._shutdown()
        atexit._run_exitfuncs()
        flush()
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(code)


def read(control, name):
    with open(os.path.join(control, name), encoding="utf-8") as file:
        return json.load(file)


def answer(backend, request):
    """Loads the backend, calls the hook, and turns every way in which this can end into an answer."""
    try:
        backend = lasting(load_backend, backend["backend"], backend["backend_path"])
        return call(request["hook"], request["arguments"], backend)
    except BackendUnavailable as unavailable:
        error = unavailable.error
        missing = getattr(error, "name", None) if isinstance(error, ModuleNotFoundError) else None
        print_traceback(error or unavailable)
        return {"status": "backend-unavailable", "message": str(unavailable), "missing_module": missing}
    except SystemExit as exit:
        return {"status": "exit", "code": repr(exit.code)}
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        import traceback

        print_traceback(error)
        message = "".join(traceback.format_exception_only(type(error), error)).strip()
        return {"status": "error", "message": message}


def respond(control, backend, shown):
    """Runs the hook that is asked for, and writes down what came of it; the exit code says whether it went well."""
    result = answer(backend, read(control, "input.json"))
    result["warnings"] = shown
    flush()
    output = os.path.join(control, "output.json")
    with open(output + ".part", "w", encoding="utf-8") as file:
        json.dump(result, file)
    os.replace(output + ".part", output)
    return 0 if result["status"] in ("ok", "hook-missing") else 1


def main():
    control, *more = sys.argv[1:]
    own_directory = os.path.realpath(os.path.dirname(os.path.abspath(__file__)))
    sys.path[:] = [entry for entry in sys.path if os.path.realpath(entry) != own_directory]
    backend = read(control, "backend.json")

    # Backends pack files with the rights that they have on disk; those must not depend on who builds.
    os.umask(0o022)

    # A warning that would be printed is handed on instead, so that it is seen as a warning.
    shown = []

    def show_warning(message, category, filename, lineno, file=None, line=None):
        shown.append({"message": str(message), "category": category.__name__, "file": filename, "line": lineno})

    warnings.showwarning = show_warning

    # Backends that look at the command line must not find ours there.
    sys.argv[1:] = []
    if more:
        # What comes next depends on both, whatever a backend does to its own.
        start, output = os.dup(0), os.dup(1)
        load_early(backend)
        if more[1:]:
            first, mark = more[1:]
            code = respond_in_copy(first, backend, shown) if can_be_copied() else "not run"
            # The line before may have no end.
            os.write(output, ("\n%s%s\n" % (mark, code)).encode())
        os.close(output)
        wait(start)
    sys.exit(respond(control, backend, shown))


if __name__ == "__main__":
    main()
