"""Says hello."""


def greeting(name="world"):
    return "Hello, %s" % name


def main():
    print(greeting())
