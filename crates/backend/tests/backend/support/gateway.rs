//! A gateway of live connections that writes down what it is posted, with connections that answer late.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use cruddur_contract::frame::ServerFrame;

/// A frame that a connection got.
#[derive(Clone, Debug)]
pub struct Posted {
    pub connection: String,
    pub frame: ServerFrame,
    pub at: Instant,
}

#[derive(Debug, Default)]
struct State {
    posted: Vec<Posted>,
    /// How long a post to a connection takes.
    slow: Vec<(String, Duration)>,
    all_take: Duration,
    gone: Vec<String>,
    open: usize,
    most_open: usize,
}

/// The gateway.
#[derive(Clone, Debug)]
pub struct FakeGateway {
    pub url: String,
    state: Arc<Mutex<State>>,
}

impl FakeGateway {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let state = Arc::clone(&shared);
                thread::spawn(move || serve(client, &state));
            }
        });
        Self {
            url: format!("http://{address}/live"),
            state,
        }
    }

    /// Posts to this connection take so long.
    pub fn slow_down(&self, connection: &str, time: Duration) {
        self.state().slow.push((connection.to_owned(), time));
    }

    /// Every post takes so long.
    pub fn slow_down_all(&self, time: Duration) {
        self.state().all_take = time;
    }

    /// This connection is answered by 410 from now on.
    pub fn lose(&self, connection: &str) {
        self.state().gone.push(connection.to_owned());
    }

    /// All frames so far.
    pub fn posted(&self) -> Vec<Posted> {
        self.state().posted.clone()
    }

    /// The frames of one connection since the last call, in order.
    pub fn take(&self, connection: &str) -> Vec<ServerFrame> {
        let mut state = self.state();
        let (mine, others) = state
            .posted
            .drain(..)
            .partition(|one| one.connection == connection);
        state.posted = others;
        let mine: Vec<Posted> = mine;
        mine.into_iter().map(|one| one.frame).collect()
    }

    /// The most posts that were open at a time.
    pub fn most_open(&self) -> usize {
        self.state().most_open
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().expect("no thread panicked")
    }
}

/// Serves the posts of one TCP connection.
fn serve(mut client: TcpStream, state: &Mutex<State>) -> std::io::Result<()> {
    let mut reader = BufReader::new(client.try_clone()?);
    loop {
        let (mut line, mut length, mut path) = (String::new(), 0, String::new());
        loop {
            line.clear();
            if reader.read_line(&mut line)? == 0 {
                return Ok(());
            }
            if path.is_empty() {
                path = line.split(' ').nth(1).unwrap_or_default().to_owned();
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().unwrap_or(0);
            }
            if line == "\r\n" {
                break;
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        let connection = path.rsplit('/').next().unwrap_or_default().to_owned();
        let answer = answer(state, connection, &body);
        client.write_all(answer.as_bytes())?;
    }
}

fn answer(state: &Mutex<State>, connection: String, body: &[u8]) -> &'static str {
    let wait = {
        let mut state = state.lock().expect("no thread panicked");
        if state.gone.contains(&connection) {
            return "HTTP/1.1 410 Gone\r\nx-amzn-ErrorType: GoneException\r\nContent-Length: 2\r\n\r\n{}";
        }
        state.open += 1;
        state.most_open = state.most_open.max(state.open);
        let slow = state.slow.iter().find(|(slow, _)| *slow == connection);
        slow.map_or(state.all_take, |(_, time)| *time)
    };
    thread::sleep(wait);
    let mut state = state.lock().expect("no thread panicked");
    state.open -= 1;
    let text = String::from_utf8_lossy(body);
    // A close has no body.
    if !text.is_empty() {
        state.posted.push(Posted {
            connection,
            frame: ServerFrame::parse(&text).expect("a frame of the contract"),
            at: Instant::now(),
        });
    }
    "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
}
