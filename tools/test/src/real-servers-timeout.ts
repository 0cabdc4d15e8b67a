// On a busy machine a real broker may take seconds to answer: jest's own five would end tests that wait rightly.
jest.setTimeout(30_000);
