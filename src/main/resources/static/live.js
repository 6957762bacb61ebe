// What passes by, from GET /live. Read with fetch, as EventSource cannot send a key. Everything shown is text, never HTML.
'use strict';

const MOST_ROWS = 50;
const byId = id => document.getElementById(id);
const number = new Intl.NumberFormat('en');
const time = at => new Date(at).toLocaleTimeString('en', {hour12: false});
let key = '';
let paused = false;
// Orders of this page, and answers to any: whichever comes first waits for the other.
const ordered = new Set();
const answers = new Map();

function show(id, text) {
  const value = String(text);
  if (byId(id).textContent !== value) byId(id).textContent = value;
}

function headers(more) {
  return key ? {...more, Authorization: 'Bearer ' + key} : {...more};
}

function addRow(id, cells, bad) {
  const row = document.createElement('tr');
  for (const cell of cells) {
    const column = document.createElement('td');
    column.textContent = cell ?? '';
    row.append(column);
  }
  if (bad) row.children[3].className = 'bad';
  const body = byId(id);
  body.prepend(row);
  while (body.children.length > MOST_ROWS) body.lastChild.remove();
}

function say(text, bad) {
  show('state', text);
  byId('state').classList.toggle('bad', bad);
}

function state(it) {
  if (it.outage) return ['The API is away since ' + it.outage.since + ': ' + it.outage.reason, true];
  if (it.scans.suspected > 0) {
    return [it.scans.suspected + ' SIMs are missing, too many to be believed: removals wait', true];
  }
  if (it.scans.trouble) return ['Trouble with the scans: ' + it.scans.trouble, true];
  if (it.paused) return ['Commands are paused', true];
  if (it.scans.restoring) return ['Reading the state …', false];
  return ['All is well' + (it.leads ? '' : '; another connector scans'), false];
}

const on = {
  figures(it) {
    say(...state(it));
    show('sims', number.format(it.scans.sims));
    show('scan', it.scans.age === undefined ? '–' : it.scans.age + ' s ago, took ' + it.scans.seconds + ' s');
    for (const name of ['published']) show(name, number.format(it.scans[name]));
    for (const name of ['received', 'answered', 'calls', 'fill']) show(name, number.format(it[name]));
    const unlimited = it.limit <= 0 || it.left >= 2147483647;
    show('left', unlimited ? 'unlimited' : number.format(it.left) + ' of ' + number.format(it.limit));
    byId('budget').max = unlimited ? 1 : it.limit;
    byId('budget').value = unlimited ? 1 : it.left;
    if (it.deadLetters !== undefined) show('letters', number.format(it.deadLetters));
    paused = it.paused;
    show('pause', paused ? 'Resume commands' : 'Pause commands');
    byId('pause').dataset.order = paused ? 'resume-commands' : 'pause-commands';
    byId('accept').hidden = it.scans.suspected === 0;
  },
  change(it) {
    addRow('changes', [time(it.at), it.sim, it.type, it.changed, it.cause ?? it.origin]);
  },
  result(it) {
    const detail = it.error ? it.error.code + ': ' + it.error.detail : JSON.stringify(it.applied ?? {});
    addRow('results', [time(it.at), it.sim, it.command.type + ' ' + it.command.id, it.status, detail],
        Boolean(it.error));
  },
  notification(it) {
    if (!it.type.startsWith('order.')) return;
    answers.set(it.partition + '-' + it.offset, it);
    if (answers.size > MOST_ROWS) answers.delete(answers.keys().next().value);
    match();
  },
  'dead-letter'() {},
};

function match() {
  for (const place of ordered) {
    if (!answers.has(place)) continue;
    ordered.delete(place);
    answered(answers.get(place));
  }
}

function answered(it) {
  if (it.type === 'order.refused') show('order', it.order + ' was refused: ' + it.reason);
  else if (it.order === 'replay-dlq') {
    show('order', it.dryRun ? it.matched + ' of ' + it.read + ' would be replayed' : it.replayed + ' were replayed');
  } else show('order', it.order + ' is done');
}

async function order(what) {
  show('order', what.order + ' …');
  const answer = await fetch('/control', {
    method: 'POST',
    headers: headers({'Content-Type': 'application/json'}),
    body: JSON.stringify(what),
  });
  const body = await answer.json();
  if (answer.ok) {
    ordered.add(body.partition + '-' + body.offset);
    match();
  } else show('order', 'not taken: ' + body.detail);
}

function take(block) {
  let name = 'message';
  const data = [];
  for (const line of block.split('\n')) {
    if (line.startsWith('event:')) name = line.slice(6).trim();
    if (line.startsWith('data:')) data.push(line.slice(5));
  }
  if (data.length > 0 && on[name]) on[name](JSON.parse(data.join('\n')));
}

async function look() {
  const answer = await fetch('/live', {headers: headers({Accept: 'text/event-stream'})});
  if (answer.status === 401) {
    byId('key-form').hidden = false;
    byId('key').focus();
    say(key ? 'This key is not known.' : 'A key is needed to look on.', true);
    return false;
  }
  if (!answer.ok) throw new Error((await answer.json()).detail);
  byId('key-form').hidden = true;
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const {done, value} = await reader.read();
    if (done) return true;
    const blocks = (rest + value).split('\n\n');
    rest = blocks.pop();
    blocks.forEach(take);
  }
}

async function lookOnAndOn() {
  for (;;) {
    try {
      if (!await look()) return;
      say('The connector ended the stream, trying again …', true);
    } catch (broken) {
      say('No connection to the connector, trying again …', true);
    }
    await new Promise(later => setTimeout(later, 2000));
  }
}

byId('key-form').addEventListener('submit', event => {
  event.preventDefault();
  key = byId('key').value.trim();
  byId('key').value = '';
  lookOnAndOn();
});

byId('replay-form').addEventListener('submit', event => {
  event.preventDefault();
  const dryRun = event.submitter?.value !== 'false';
  const reason = byId('reason').value.trim();
  if (!dryRun && !confirm('Write ' + (reason ? 'the dead letters with ' + reason : 'all dead letters') + ' to the commands once more?')) return;
  order({order: 'replay-dlq', dryRun, ...(reason ? {reason} : {})}).catch(() => show('order', 'not sent'));
});

document.querySelectorAll('button[data-order]').forEach(button => button.addEventListener('click',
    () => order({order: button.dataset.order}).catch(() => show('order', 'not sent'))));

lookOnAndOn();
