"""Built by the backend next door."""


def main():
    print("Hello from acme-app")
