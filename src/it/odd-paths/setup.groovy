import io.github.pyb.testing.WheelFile

// A backend that is installed, and calls its own console script.
new WheelFile("tiny_backend", "1.0")
    .with("tiny_backend.py",
        "import os, subprocess, zipfile",
        "def build_wheel(directory, config_settings=None, metadata_directory=None):",
        "    said = subprocess.check_output(['tiny-tool'], text=True)",
        "    with zipfile.ZipFile(os.path.join(directory, 'test_project-1.0-py3-none-any.whl'), 'w') as wheel:",
        "        wheel.writestr('said.txt', said)",
        "        metadata = 'Metadata-Version: 2.1\\nName: test-project\\nVersion: 1.0\\n'",
        "        wheel.writestr('test_project-1.0.dist-info/METADATA', metadata)",
        "    if os.path.exists('fail'):",
        "        raise ValueError('in ' + os.getcwd())",
        "    return 'test_project-1.0-py3-none-any.whl'",
        "def main():",
        "    print('the tool runs')")
    .with("tiny_backend-1.0.dist-info/entry_points.txt", "[console_scripts]", "tiny-tool = tiny_backend:main")
    .writeInto(basedir.toPath().resolve("wheels"))
return true
